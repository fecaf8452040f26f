"""A made-up organisation of any size and the records it kept: for the demo, for tests, for benchmarks."""
