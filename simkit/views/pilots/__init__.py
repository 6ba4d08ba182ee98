"""Pilots for people: pictures, tables, charter and report of the pilot designer."""
