// A colour of the look by its name, in the contrast that the reader chose.

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
