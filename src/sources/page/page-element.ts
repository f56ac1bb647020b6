/** The few members of a DOM node that are read here, so that no other code knows which library built the tree. */
export interface PageNode {
  nodeType: number
  textContent: string | null
  firstChild: PageNode | null
  nextSibling: PageNode | null
  parentNode: PageNode | null
  remove(): void
  appendChild(child: PageNode): unknown
}

export interface PageElement extends PageNode {
  localName: string
  innerHTML: string
  getAttribute(name: string): string | null
}

/** Whether a node is an element; text, comments and the rest are not. */
export function isElement(node: PageNode | null): node is PageElement {
  return node?.nodeType === 1
}

/** Whether a node is a run of text. */
export function isText(node: PageNode): boolean {
  return node.nodeType === 3
}

/** The child nodes in order, as a list of its own: removing some while going through it is safe. */
export function childNodes(parent: PageNode): PageNode[] {
  const children: PageNode[] = []
  for (let child = parent.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

/** Whether nodes inside nest deeper than that. */
export function nestsDeeper(root: PageNode, max: number): boolean {
  let depth = 0
  let node = root.firstChild
  while (node) {
    if (depth >= max) return true
    if (node.firstChild) {
      node = node.firstChild
      depth++
      continue
    }
    let last: PageNode | null = node
    while (last && last !== root && !last.nextSibling) {
      last = last.parentNode
      depth--
    }
    node = last === root ? null : (last?.nextSibling ?? null)
  }
  return false
}

/** Whether some element around a node has one of the names. */
export function isInside(node: PageNode, names: ReadonlySet<string>): boolean {
  for (let parent = node.parentNode; parent; parent = parent.parentNode)
    if (isElement(parent) && names.has(parent.localName)) return true
  return false
}
