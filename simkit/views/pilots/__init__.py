"""Pilots as people see them: pictures, tables and printed documents."""
