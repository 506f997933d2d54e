"""Tests of the agents in nodes: real kernels, real peers, frames judged by tshark."""
