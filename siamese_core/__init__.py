"""Siamese networks on drawn digits: `load_twins("cnn_contrastive", shared=True).compare(rasterize(a),
rasterize(b))`.
"""

from siamese_core.designs import DESIGNS
from siamese_core.familiar import looks_familiar
from siamese_core.files import load_twins
from siamese_core.losses import contrastive_loss
from siamese_core.strokes import rasterize
from siamese_core.twins import Comparison, Twins

__all__ = ["DESIGNS", "Comparison", "Twins", "contrastive_loss", "load_twins", "looks_familiar", "rasterize"]
