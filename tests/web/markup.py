"""Reading a page: just enough of a tree to ask which label, hint and message belong to which input."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "hr", "img", "input", "link", "meta", "use", "path", "circle"}


class Node:
    """One element."""

    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, attributes, parent
        self.children = []

    def __getitem__(self, attribute):
        return self.attributes[attribute]

    def get(self, attribute, otherwise=None):
        return self.attributes.get(attribute, otherwise)

    @property
    def classes(self):
        return (self.get("class") or "").split()

    @property
    def raw(self):
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self):
        return " ".join(self.raw.split())

    def walk(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, name=None, /, **attributes):
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}

        def fits(node):
            return (name is None or node.name == name) and all(
                value in node.classes if key == "class" else node.get(key) == value for key, value in wanted.items()
            )

        return [node for node in self.walk() if fits(node)]

    def one(self, name=None, /, **attributes):
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} of {name} {attributes}"
        return found[0]

    def described_by(self, node):
        """The texts that a screen reader adds to this input."""
        return [self.one(id=name).text for name in (node.get("aria-describedby") or "").split()]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.at = Node("", {}, None)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs), self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.at.name == tag, f"</{tag}> closes <{self.at.name}>"
            self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(response):
    """The tree of a page. Fails where the page does not close what it opens."""
    reader = _Reader()
    reader.feed(response.get_data(as_text=True) if hasattr(response, "get_data") else str(response))
    assert reader.at is reader.root, f"<{reader.at.name}> stays open"
    return reader.root
