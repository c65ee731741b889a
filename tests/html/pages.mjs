// Open pages of the HTML form in Chromium with scripts disabled, measure where calls, notes and
// text stand, click every call and every link back, and print what was seen.
//
// Usage: node pages.mjs MODULES CHROMIUM ADDRESS WIDTHS CLICKS PAGE...
// WIDTHS are parted by commas; CLICKS is `click` or `look`.

import { createRequire } from 'node:module'

const [modules, executablePath, address, widths, clicks, ...pages] = process.argv.slice(2)
const { chromium } = createRequire(`${modules}/`)('playwright-core')
const HEIGHT = 900

const browser = await chromium.launch({
  executablePath,
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

// What is seen of a page: all places from its top left corner, in pixels.
const measured = () => {
  const place = ({ left, right, top, bottom }) =>
    ({ left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY })

  // The pieces of the words in an element, without those that a scrolling box hides.
  const pieces = (element, skipped) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (!node.data.trim() || node.parentElement.closest(skipped)) continue
      const box = node.parentElement.closest('.scroll')?.getBoundingClientRect()
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const piece of range.getClientRects()) {
        const { left, top, bottom } = piece
        const right = Math.min(piece.right, box?.right ?? Infinity)
        if (right > left) found.push(place({ left, right, top, bottom }))
      }
    }
    return found
  }

  // The line of a call: its box without what makes it easy to hit.
  const line = call => {
    const { top, bottom, left, right } = place(call.getBoundingClientRect())
    const { paddingTop, paddingBottom } = getComputedStyle(call)
    return { left, right, top: top + parseFloat(paddingTop), bottom: bottom - parseFloat(paddingBottom) }
  }

  const notes = [...document.querySelectorAll('aside')].map(note => {
    const back = note.querySelector('[role="doc-backlink"]')
    const call = document.getElementById(back.getAttribute('href').slice(1))
    const section = note.closest('.notes').parentElement
    const text = Math.max(...pieces(section, '.notes').map(piece => piece.bottom))
    return { id: note.id, box: place(note.getBoundingClientRect()), call: line(call), text }
  })
  return {
    width: document.documentElement.scrollWidth,
    leading: parseFloat(getComputedStyle(document.body).lineHeight),
    notes,
    words: pieces(document.body, '.notes'),
    scripts: document.scripts.length,
    faces: [...document.fonts].filter(face => face.status === 'loaded').length,
  }
}

const seen_of = (page, id) => page.evaluate(id => {
  const { top, bottom } = document.getElementById(id).getBoundingClientRect()
  return { target: document.querySelector(':target')?.id, top, bottom, height: innerHeight }
}, id)

// What is in the window after a click on each call, and on the link back from its note.
const clicked = async (page, notes) => {
  const found = []
  for (const { id } of notes) {
    const back = page.locator(`aside[id="${id}"] a[role="doc-backlink"]`)
    const call = (await back.getAttribute('href')).slice(1)
    await page.locator(`a[id="${call}"]`).click()
    const there = await seen_of(page, id)
    await back.click()
    found.push({ note: id, call, there, again: await seen_of(page, call) })
  }
  return found
}

const context = await browser.newContext({ javaScriptEnabled: false })
const report = []
for (const name of pages) {
  const page = await context.newPage()
  page.setDefaultTimeout(5000)
  const complaints = []
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('console', message =>
    ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('requestfailed', request => complaints.push(request.url()))
  for (const [index, width] of widths.split(',').map(Number).entries()) {
    await page.setViewportSize({ width, height: HEIGHT })
    if (!index) await page.goto(address + name)
    await page.evaluate(() => document.fonts.ready.then(() => true))
    const seen = await page.evaluate(measured)
    const clicks_seen = clicks === 'click' ? await clicked(page, seen.notes) : []
    report.push({ name, window: width, complaints, clicks: clicks_seen, ...seen })
  }
  await page.close()
}

await browser.close()
console.log(JSON.stringify(report))
