"""Editable slides: text, native tables and native charts, laid out so that nothing overflows."""
