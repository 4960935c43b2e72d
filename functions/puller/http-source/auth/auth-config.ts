/** The kinds of credentials. Every value of one is a template with a secret in it: a literal is refused when the file is read. */

import type { RequestConfig, TemplateText, ValueConfig } from '../source-config.ts';

export interface IntoConfig {
  readonly in: 'header' | 'query';
  readonly name: string;
  /** Before the token, with its blank: `Bearer `. */
  readonly prefix?: string;
}

export type AuthConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly in: 'header' | 'query'; readonly name: string; readonly value: TemplateText }
  | { readonly kind: 'bearer'; readonly token: TemplateText }
  | { readonly kind: 'basic'; readonly user: TemplateText; readonly password: TemplateText }
  | OAuthConfig
  | {
      readonly kind: 'session';
      readonly request: RequestConfig;
      /** Credentials of the login itself. */
      readonly auth?: Exclude<AuthConfig, { readonly kind: 'session' }>;
      /** The place of the token in the login's answer: `body` or `header`. */
      readonly token: ValueConfig;
      /** The time that a token is used. Default 50m. */
      readonly lifetime?: string;
      readonly into: IntoConfig;
    }
  | { readonly kind: 'google-id-token'; readonly audience: string };

export interface OAuthConfig {
  readonly kind: 'oauth2';
  readonly grant: 'client_credentials' | 'refresh_token';
  readonly tokenUrl: TemplateText;
  readonly clientId: TemplateText;
  readonly clientSecret: TemplateText;
  readonly refreshToken?: TemplateText;
  /** The token's answer holds another refresh token, and the one before is void. */
  readonly singleUse?: boolean;
  /** The place of the client's name and secret. Default `body`. */
  readonly client?: 'body' | 'basic';
  /** Default `form`. */
  readonly body?: 'form' | 'json';
  readonly scope?: string;
  /** Further fields of the token request. */
  readonly fields?: Readonly<Record<string, TemplateText>>;
  readonly headers?: Readonly<Record<string, TemplateText>>;
  /** The path of the token in the answer. Default `access_token`. */
  readonly tokenAt?: string;
  /** The time that a token is used if its answer names none. Default 50m. */
  readonly lifetime?: string;
  /** Default: the header `Authorization`, with `Bearer `. */
  readonly into?: IntoConfig;
}
