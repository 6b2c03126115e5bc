"""Stands in for Marvin where there is none: the same names and habits, over what listApis tells."""
