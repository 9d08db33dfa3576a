"""What lives as long as the process: the secrets that nothing it prints may hold."""

from callr_actions.masking import Masker

MASKER = Masker()
