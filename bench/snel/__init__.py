"""What `bench/run.py` is made of: data, doors, the product, floors and peers, and the judgement."""
