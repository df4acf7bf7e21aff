// What a script adds to a plain page (the code, help, the four words): it is read aloud where the
// device has a voice. The page is whole without it.

const root = document.querySelector(".hd");
const { voice, listen, stop, reader } = root.dataset;
const { aloud, EVERYTHING } = await import(reader);
aloud(root, { voice, listen, stop, parts: EVERYTHING });
