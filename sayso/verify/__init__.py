"""Checking a claim: what a ledger says of a sentence, on whose word, and where it differs."""

from sayso.verify.asking import split_claims, verify_claims
from sayso.verify.records import VERDICTS, Verification

__all__ = ["VERDICTS", "Verification", "split_claims", "verify_claims"]
