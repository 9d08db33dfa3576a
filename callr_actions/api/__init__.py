"""Callr's REST API v2.0 as typed values: the only room that knows its addresses, shapes and errors."""
