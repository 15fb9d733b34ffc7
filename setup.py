"""Build as pyproject.toml says; beside packages that it would find, one lies in `configs/`."""

from __future__ import annotations

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages(include=["ftcrawler*", "ftsandbox*"]), "ftcrawler.configs"]
)
