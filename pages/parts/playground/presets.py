"""Ready-made runs, each showing one thing: its key in the texts, and its query string."""

PRESETS: dict[str, str] = {
    "moons": "family=moons&tasks=0&shots=10&queries=20&hidden=40,40&alpha=0.1&beta=0.01&inner_steps=3",
    "brief": "family=linear&tasks=10&shots=10&queries=90&hidden=10&alpha=0.3&beta=0.01&inner_steps=3&meta_batch=10",
    "sinusoids": "family=sinusoid&tasks=0&shots=10&queries=10&hidden=40,40&alpha=0.01&beta=0.001&inner_steps=1",
    "few_tasks": "family=sinusoid&tasks=3&shots=10&queries=10&hidden=40,40&alpha=0.01&beta=0.001&inner_steps=1",
    "alpha_large": "family=sinusoid&tasks=0&shots=5&queries=10&hidden=40,40&alpha=1&beta=0.00001&inner_steps=1",
    "classes": "family=blobs&classes=4",
    "in_context": "family=linear&algorithm=transformer",
    "sure": "family=sinusoid&algorithm=alpaca&shots=2",
    "digits": "family=digits&algorithm=prototypical&hidden=32,64",
    "collapse": "family=linear&tasks=100&shots=10&queries=30&alpha=1&inner_steps=5&ensemble=average",
}
FIRST = "moons"
