"""Answer queries within limits, in worker processes that can be killed."""
