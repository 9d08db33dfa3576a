"""What `init` writes: the files of a new project, as values made from templates and examples."""
