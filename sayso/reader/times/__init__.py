"""When: a text and its publication time in; time expressions with TIMEX3 values and intervals out."""
