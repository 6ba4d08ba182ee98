"""Workshops as people see them: printed documents, the page of a session, its report."""
