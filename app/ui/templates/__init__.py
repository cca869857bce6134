"""Windows of Word templates: library, picker of fields, check, a template from a document, making."""
