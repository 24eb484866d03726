"""The files a profile is written as and read from: one module for each format."""
