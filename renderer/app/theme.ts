import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  type CSSVariablesResolver,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  PasswordInput,
  Popover,
  Select,
  Skeleton,
  Tooltip,
} from '@mantine/core';

const accent: MantineColorsTuple = [
  '#eef3fd',
  '#dbe5fa',
  '#b5c9f3',
  '#8fb3ff',
  '#6f97ea',
  '#4f7ad9',
  '#3d69cd',
  '#335fc4',
  '#2a55b8',
  '#214695',
];

const dark: MantineColorsTuple = [
  '#e5e9ef',
  '#c5ccd6',
  '#abb5c2',
  '#939eac',
  '#3a424e',
  '#2d343e',
  '#20252d',
  '#191d24',
  '#14171c',
  '#0f1216',
];

/** Dense: 13 px, 4 px grid, 28 px controls; with the defaults that keep axe quiet. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 8,
  colors: { accent, dark },
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace: 'var(--desk-mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '6px', xl: '8px' },
  defaultRadius: 'sm',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none' } }),
    Button: Button.extend({
      vars: () => ({
        root: {
          '--button-height': '28px',
          '--button-padding-x': '12px',
          '--button-fz': '13px',
        },
      }),
    }),
    Input: Input.extend({
      vars: () => ({ wrapper: { '--input-height': '28px', '--input-fz': '13px' } }),
    }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show or hide the password' } },
    }),
    Select: Select.extend({ defaultProps: { allowDeselect: false, checkIconPosition: 'right' } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', position: 'bottom-end' } }),
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: { header: { role: 'presentation' } },
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        styles: {
          title: { fontWeight: 600 },
          content: { border: '1px solid var(--desk-line-strong)' },
        },
      },
    }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } },
    }),
    // What scrolls must be reachable by keyboard.
    ScrollAreaAutosize: { defaultProps: { viewportProps: { tabIndex: 0 } } },
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        multiline: true,
        maw: 420,
        events: { hover: true, focus: true, touch: false },
      },
    }),
  },
});

const surfaces = {
  '--mantine-color-body': 'var(--desk-surface)',
  '--mantine-color-text': 'var(--desk-text)',
  '--mantine-color-dimmed': 'var(--desk-dim)',
  '--mantine-color-placeholder': 'var(--desk-faint)',
  '--mantine-color-anchor': 'var(--desk-accent)',
  // What can be pressed is told by the one accent, in the dark as well.
  '--mantine-color-accent-light-color': 'var(--desk-accent)',
  '--mantine-color-error': 'var(--desk-fail)',
  '--mantine-color-default': 'var(--desk-surface)',
  '--mantine-color-default-hover': 'var(--desk-hover)',
  '--mantine-color-default-border': 'var(--desk-line-strong)',
};

/** Hands the desk's own colours to the widgets, so that there is one place for each. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: surfaces,
  dark: surfaces,
});
