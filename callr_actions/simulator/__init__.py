"""Runs scenarios on this machine, in virtual time, with a made-up world around them."""
