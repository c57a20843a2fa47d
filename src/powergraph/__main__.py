"""`python -m powergraph` is `powergraph`."""

from powergraph.cli import main

if __name__ == "__main__":
    main()
