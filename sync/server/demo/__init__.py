"""The fiction that fills a central database for demonstrations, tests and benchmarks."""
