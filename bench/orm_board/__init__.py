"""The roll-up page as a Django developer would write it first: models, instances, a Django template."""
