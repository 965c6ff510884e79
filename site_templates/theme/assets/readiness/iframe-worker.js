/* Lets the search run when the site is opened from a folder.
   A browser refuses to start a worker from disk, so the worker's script runs in an empty frame of this page
   instead, and messages are handed over both ways. Over http nothing here does anything. */
(() => {
  "use strict";
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      this.onmessage = null;
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "Search";
      this.frame.srcdoc = "<!doctype html><title>Search</title>";
      this.frame.addEventListener("load", () => this.start(new URL(address, document.baseURI).href), { once: true });
      document.body.append(this.frame);
    }

    async start(address) {
      const inside = this.frame.contentWindow;
      inside.importScripts = async (...names) => {
        for (const name of names) await this.run(new URL(name, address).href);
      };
      inside.postMessage = (data) => setTimeout(() => this.tell(this, new MessageEvent("message", { data })));
      await this.run(address);
      this.inside = inside;
      for (const data of this.waiting.splice(0)) this.postMessage(data);
    }

    run(address) {
      return new Promise((done, failed) => {
        const script = this.frame.contentDocument.createElement("script");
        script.src = address;
        script.onload = done;
        script.onerror = () => failed(new Error("The search could not be loaded."));
        this.frame.contentDocument.head.append(script);
      });
    }

    postMessage(data) {
      if (!this.inside) this.waiting.push(data);
      else setTimeout(() => this.tell(this.inside, new this.inside.MessageEvent("message", { data })));
    }

    tell(target, event) {
      target.dispatchEvent(event);
      if (target === this && this.onmessage) this.onmessage(event);
    }

    terminate() {
      this.frame.remove();
    }
  }

  window.Worker = FrameWorker;
})();
