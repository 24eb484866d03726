// Shows which square of the chosen picture will be kept, while the sliders move. The page works without it.
// The arithmetic is that of careers/pictures.py; the picture itself never leaves the browser before the form is sent.

const canvas = document.querySelector("canvas[data-crop]");
const form = canvas.closest("form");
const sliders = ["zoom", "across", "down"].map((name) => form.elements[name]);
let picture = null;

function draw() {
  if (!picture) return;
  const [zoom, across, down] = sliders.map((slider) => Number(slider.value));
  const side = Math.max(1, Math.floor((Math.min(picture.width, picture.height) * 100) / zoom));
  const left = Math.floor(((picture.width - side) * across) / 100);
  const top = Math.floor(((picture.height - side) * down) / 100);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

async function open() {
  const [file] = form.elements.picture.files;
  picture?.close();
  picture = file ? await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null) : null;
  canvas.hidden = !picture;
  draw();
}

form.elements.picture.addEventListener("change", open);
for (const slider of sliders) slider.addEventListener("input", draw);
