"""Floor 8: what shows people that nothing about them is hidden: roots of the trail, alerts, the register of breaches."""
