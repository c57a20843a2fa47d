"""From what notes say to quads: mint IRIs, resolve links, emit."""
