"""The made-up world around a run: who answers and how, what web servers say, what the caller does."""
