"""What a document can contain: one file per subject, each a function from context to a section."""
