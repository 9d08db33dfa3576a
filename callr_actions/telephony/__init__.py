"""Facts of the telephone network that many rooms need: numbers, and the letters of text messages."""
