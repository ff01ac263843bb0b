import { registerRichText } from '@lexical/rich-text';
import { $createParagraphNode, $createTextNode, $getRoot, createEditor } from 'lexical';
import { baseKeymap } from 'prosemirror-commands';
import { keymap } from 'prosemirror-keymap';
import { schema } from 'prosemirror-schema-basic';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import Quill from 'quill';

const TEXT = 'Bonjour, une relance après notre cold email.';

const doc = schema.node('doc', null, [schema.node('paragraph', null, [schema.text(TEXT)])]);
const prosemirror = new EditorView(document.querySelector('#prosemirror'), { state: EditorState.create({ doc, plugins: [keymap(baseKeymap)] }) });

const quill = new Quill('#quill', {});
quill.setText(TEXT);

const lexical = createEditor({ namespace: 'essai', onError: (error) => { throw error; } });
lexical.setRootElement(document.querySelector('#lexical'));
registerRichText(lexical);
lexical.update(() => $getRoot().clear().append($createParagraphNode().append($createTextNode(TEXT))), { discrete: true });

/** What each editor would send. */
window.sent = {
  prosemirror: () => prosemirror.state.doc.textContent,
  quill: () => quill.getText().trim(),
  lexical: () => lexical.getEditorState().read(() => $getRoot().getTextContent()),
};
window.editable = {
  prosemirror: () => prosemirror.dom,
  quill: () => document.querySelector('.ql-editor'),
  lexical: () => document.querySelector('#lexical'),
};
