"""Charts that the server draws as SVG, each with the table that it draws. Import from here."""

from rasso_tracker.charts.bars import bars
from rasso_tracker.charts.controls import controls
from rasso_tracker.charts.lines import lines, spark
from rasso_tracker.charts.shapes import Chart, Spark, Table, figure

__all__ = ["Chart", "Spark", "Table", "bars", "controls", "figure", "lines", "spark"]
