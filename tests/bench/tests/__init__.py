"""Tests of the bench's pure parts; the bench itself is no test."""
