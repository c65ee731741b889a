// Open content documents of an EPUB in Chromium on a narrow screen, with the text enlarged, and
// print how far each page, and each table's box, reaches beyond the window.
//
// Usage: node narrow.mjs MODULES CHROMIUM WIDTH PERCENT ADDRESS...

import { createRequire } from 'node:module'

const [modules, executablePath, width, percent, ...addresses] = process.argv.slice(2)
const { chromium } = createRequire(`${modules}/`)('playwright-core')

const browser = await chromium.launch({ executablePath, args: ['--headless=new', '--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: Number(width), height: 480 } })
const seen = []
for (const address of addresses) {
  await page.goto(address)
  seen.push(await page.evaluate(size => {
    document.documentElement.style.fontSize = `${size}%`
    const boxes = [...document.querySelectorAll('.scroll')].map(box => ({
      width: box.getBoundingClientRect().width, content: box.scrollWidth,
      focus: (box.focus(), document.activeElement === box), moved: (box.scrollLeft = 9999, box.scrollLeft),
    }))
    return { page: document.documentElement.scrollWidth, boxes }
  }, percent))
}
console.log(JSON.stringify(seen))
await browser.close()
