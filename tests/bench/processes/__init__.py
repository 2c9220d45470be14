"""The processes that benchmarks start: servers, and clients whose memory is to be their own."""
