"""What Callr sends: events, their signature, and one function that takes both apart for any framework."""
