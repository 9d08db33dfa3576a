"""What happens when files change: which ones are looked at again, and what follows. Nothing here prints."""
