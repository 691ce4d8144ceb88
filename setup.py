"""The package's metadata, read from settings.ini."""
from configparser import ConfigParser
from pathlib import Path
from setuptools import setup

here = Path(__file__).parent
ini = ConfigParser(delimiters=["="])
ini.read(here / "settings.ini", encoding="utf-8")
cfg = ini["DEFAULT"]
lines = lambda key: cfg[key].split("\n")[1:]

setup(
    name=cfg["lib_name"],
    version=cfg["version"],
    description=cfg["description"],
    long_description=(here / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    author=cfg["author"],
    license=cfg["license"],
    keywords=cfg["keywords"].split(),
    packages=["colorize_nb"],
    package_data={"colorize_nb": ["weights/*"]},
    python_requires=">=" + cfg["min_python"],
    install_requires=lines("requirements"),
    extras_require={"dev": lines("dev_requirements"), "app": lines("app_requirements")},
    entry_points={"console_scripts": lines("console_scripts")},
)
