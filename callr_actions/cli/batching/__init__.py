"""What `batch` and `batches` share: the open state of an input, its plan, its progress, its results."""
