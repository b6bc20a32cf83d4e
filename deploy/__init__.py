"""What an installation needs besides the code: image, manifests, notices."""
