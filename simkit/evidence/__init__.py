"""Where numbers and mechanisms come from: sources, the model description, and checks against published results."""
