"""The quality gate: criteria for the ontology, the dataset and the site, and what was found against each of them."""
