import Testing

/// All tests that open descriptors, one at a time: a process forked by one would hold copies of another's, and an end
/// would not be seen until it is gone.
@Suite(.serialized) enum KernelTests {}
