"""The notebooks in JupyterLab and the lab as a page by itself, both on this machine alone and without network."""
