"""How answers of an account are shown: tables for people, JSON, JSON lines and CSV for programs."""
