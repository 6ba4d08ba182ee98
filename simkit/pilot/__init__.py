"""Pilots: choose teams, design, diagnose by simulation, fix the rule, read the results, learn and roll out."""
