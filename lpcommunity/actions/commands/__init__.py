"""What people do about actions: undertake, put right, report, hand on, decline, and say who may read them."""
