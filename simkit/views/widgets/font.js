// Chinese on a machine without Chinese fonts: the package's own font comes from Python, once, when a page first shows Chinese.

let fontAsked = false;

/** Ask for the font if a page in this language needs it and nobody has asked yet. */
function needFont(model, lang) {
  if (lang !== "zh" || fontAsked) return;
  fontAsked = true;
  model.on("msg:custom", takeFont);
  model.send({ do: "font" });
}

/** Make a style of the font known to the page. */
async function takeFont(message, buffers) {
  if (message.kind !== "font") return;
  const data = buffers[0];
  const face = new FontFace(message.family, data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength), { weight: message.weight });
  document.fonts.add(await face.load());
}
