"""The package's metadata, read from settings.ini."""
from configparser import ConfigParser
from pathlib import Path
from setuptools import setup

here = Path(__file__).parent
ini = ConfigParser(delimiters=["="])
ini.read(here / "settings.ini", encoding="utf-8")
cfg = ini["DEFAULT"]
lines = lambda key: cfg[key].split("\n")[1:]
repository = cfg["git_url"]

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    long_description=(here / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author=cfg["author"],
    license_expression=cfg["license"],
    license_files=["LICENSE"],
    keywords=cfg["keywords"].split(),
    classifiers=lines("classifiers"),
    project_urls={
        "Repository": repository,
        "Documentation": f"{repository}/blob/main/nbs/index.ipynb",
        "Issues": f"{repository}/issues",
    },
    packages=["colorize_nb"],
    package_data={"colorize_nb": ["py.typed", "pages/*", "pages/playground/*", "photographs/*", "weights/*"]},
    include_package_data=False,  # package_data says what a wheel holds; MANIFEST.in what a source archive holds
    python_requires=">=" + cfg["min_python"],
    install_requires=lines("requirements"),
    extras_require={key.removesuffix("_requirements"): lines(key) for key in cfg if key.endswith("_requirements")},
    entry_points={"console_scripts": lines("console_scripts")},
)
