"""Facts about the platform, and the generator that compiles them; not part of the installed package."""
