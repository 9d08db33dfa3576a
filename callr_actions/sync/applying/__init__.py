"""Carrying a plan out: in a safe order, each write noted before and after, nothing of others overwritten."""
